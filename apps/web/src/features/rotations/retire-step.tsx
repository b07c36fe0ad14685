import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RotationDeleteBody, RotationExpireBody } from '@bursar/contract';
import { RadioField } from '../../components/choice-fields.js';
import { FormField } from '../../components/form-field.js';
import { SHORTEST_DANGER_REASON } from '../../components/action-form.js';
import { isolated } from '../../lib/names.js';
import { useRotationStep } from '../../lib/rotation-queries.js';
import { ADVISED, type Life, LifeField, LIVES } from './life-field.js';
import { MakeStep } from './make-step.js';
import { ForceField, StillUsed } from './still-used.js';
import { isSilent, keyName, requiredText, tailOf } from './rotation-facts.js';
import { LONGEST_REASON, StepForm } from './step-form.js';
import type { MadeKey, StepProps } from './step-props.js';

/** Beside the hour that is advised. */
const OTHER_LIVES = LIVES.filter((life) => life !== ADVISED);

type Choice = 'hour' | 'other' | 'delete' | 'move';
type Asked = { expire: RotationExpireBody } | { delete: RotationDeleteBody };

interface RetireStepProps extends StepProps {
  onMade: (made: MadeKey) => void;
  /** The old key has an end already, so that only deleting is left. */
  hasEnd?: boolean;
}

/** Ends the old key: by a short life, which is advised, or at once. */
export function RetireStep({ onMade, hasEnd = false, ...step }: RetireStepProps) {
  const { rotation } = step;
  const needsMove = rotation.needs_new_account && isOnOldAccount(rotation);
  const [choice, setChoice] = useState<Choice>(hasEnd ? 'delete' : 'hour');
  const chosen: Choice = needsMove && choice === 'delete' ? 'move' : choice;
  const choices = <Choices chosen={chosen} onChoice={setChoice} step={step} hasEnd={hasEnd} needsMove={needsMove} />;
  if (chosen === 'move') {
    return (
      <>
        {choices}
        <MakeStep {...step} onMade={onMade} isMoving />
      </>
    );
  }
  return <RetireForm {...step} choice={chosen} choices={choices} />;
}

const isOnOldAccount = ({ new_key: newKey, old_key: oldKey }: StepProps['rotation']): boolean =>
  newKey?.service_account_id === oldKey.owner_id;

interface ChoicesProps {
  chosen: Choice;
  onChoice: (choice: Choice) => void;
  step: StepProps;
  hasEnd: boolean;
  needsMove: boolean;
}

function Choices({ chosen, onChoice, step: { rotation }, hasEnd, needsMove }: ChoicesProps) {
  const { t } = useTranslation();
  const remove = {
    value: needsMove ? 'move' : 'delete',
    label: t(
      needsMove
        ? 'rotations.retire.moveAccount'
        : rotation.needs_new_account
          ? 'rotations.retire.deleteAccount'
          : 'rotations.retire.delete',
    ),
    hint: t(needsMove ? 'rotations.retire.moveAccountHint' : 'rotations.retire.deleteHint'),
  };
  if (hasEnd && !needsMove) return null;
  return (
    <div className="choice-cards">
      <RadioField
        label={t('rotations.key.oldTitle', { tail: tailOf(rotation.old_key) })}
        value={chosen}
        // The options are the choices below.
        onChange={(value) => onChoice(value as Choice)}
        options={
          hasEnd
            ? [remove]
            : [
                {
                  value: 'hour',
                  label: t('rotations.retire.expire', { life: t(`rotations.retire.lifeOf.${ADVISED}`) }),
                  hint: t('rotations.retire.expireHint'),
                },
                {
                  value: 'other',
                  label: t('rotations.retire.expireOther'),
                  hint: t('rotations.retire.expireOtherHint'),
                },
                remove,
              ]
        }
      />
    </div>
  );
}

interface RetireFormProps extends StepProps {
  choice: Exclude<Choice, 'move'>;
  choices: ReactNode;
}

function RetireForm({ rotation, now, onOvertaken, choice, choices }: RetireFormProps) {
  const { t } = useTranslation();
  const [other, setOther] = useState<Life>('900');
  const [isForced, setForced] = useState(false);
  const [wrong, setWrong] = useState<{ reason?: boolean; typed?: boolean; force?: boolean }>({});
  const action = useRetire(rotation, onOvertaken);
  const isRefused = !isSilent(rotation.drain);
  const isDelete = choice === 'delete';
  const life = choice === 'hour' ? ADVISED : other;
  const name = keyName(rotation.old_key);
  const fields = {
    reason: t('rotations.next.reason'),
    ...(isDelete && { typed: t('rotations.retire.typed', { name: isolated(name) }) }),
  };
  const submit = (values: { reason: string; typed?: string }) => {
    const reason = values.reason.trim();
    const isGrave = isDelete || isForced;
    const problems = {
      reason: isGrave && reason.length < SHORTEST_DANGER_REASON,
      typed: isDelete && values.typed?.trim() !== name.trim(),
      force: isRefused && !isForced,
    };
    setWrong(problems);
    if (problems.reason || problems.typed || problems.force) return;
    const force = isRefused && isForced;
    if (isDelete) action.run({ delete: { reason, force, with_account: rotation.needs_new_account } });
    else action.run({ expire: { reason, force, expires_in_seconds: Number(life) } });
  };
  return (
    <>
      {isRefused && <StillUsed rotation={rotation} now={now} />}
      {!isRefused && <p>{t('rotations.retire.text')}</p>}
      <StepForm<'reason' | 'typed'>
        action={action}
        // The name is asked for only where something is deleted.
        fields={fields as Record<'reason' | 'typed', string>}
        submit={
          isDelete
            ? t('rotations.retire.submitDelete')
            : t('rotations.retire.submitExpire', { life: t(`rotations.retire.lifeOf.${life}`) })
        }
        isDanger={isDelete}
        onSubmit={submit}
      >
        {(errorOf) => (
          <>
            {choices}
            {choice === 'other' && <LifeField lives={OTHER_LIVES} life={other} onLife={setOther} />}
            <FormField
              name="reason"
              label={fields.reason}
              error={
                wrong.reason === true
                  ? t('rotations.next.reasonShort', { count: SHORTEST_DANGER_REASON })
                  : errorOf('reason')
              }
              maxLength={LONGEST_REASON}
              autoComplete="off"
              required
            />
            {isDelete && (
              <FormField
                name="typed"
                label={t('rotations.retire.typed', { name: isolated(name) })}
                error={
                  wrong.typed === true ? t('rotations.retire.typedWrong', { name: isolated(name) }) : errorOf('typed')
                }
                autoComplete="off"
                spellCheck={false}
                required
              />
            )}
            {isRefused && <ForceField isForced={isForced} onForced={setForced} isMissing={wrong.force === true} />}
          </>
        )}
      </StepForm>
      <p className="form-hint">{t('rotations.retire.refused', { required: requiredText(rotation.drain) })}</p>
    </>
  );
}

function useRetire(rotation: StepProps['rotation'], onOvertaken: StepProps['onOvertaken']) {
  return useRotationStep<Asked>(
    rotation,
    (api, id, asked) =>
      'expire' in asked ? api.expireRotatedKey(id, asked.expire) : api.deleteRotatedKey(id, asked.delete),
    { onOvertaken },
  );
}
