import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaField, RadioField, SelectField } from '../../components/choice-fields.js';
import { FormField } from '../../components/form-field.js';
import { isolated } from '../../lib/names.js';
import type { NewRotationKey } from '../../lib/rotation-calls.js';
import { useRotationStep } from '../../lib/rotation-queries.js';
import { AccountFields, AskOwner } from './member-ways.js';
import { LONGEST_REASON, StepForm } from './step-form.js';
import type { MadeKey, StepProps } from './step-props.js';

interface MakeStepProps extends StepProps {
  onMade: (made: MadeKey) => void;
  /** The key before is deleted, because nobody has its secret. */
  isReplacing?: boolean;
  /** The new key has to go to another account. */
  isMoving?: boolean;
}

export type Way = 'same' | 'existing' | 'made' | 'ask';
type Field = 'reason' | 'name' | 'scopes' | 'service_account_id' | 'new_service_account_name' | 'expires_in_seconds';

/** Asks what the new key is to be like, and makes it. */
export function MakeStep({ rotation, onMade, isReplacing = false, isMoving = false, ...ends }: MakeStepProps) {
  const { t } = useTranslation();
  const isElsewhere = isMoving || (rotation.kind === 'member' && !isReplacing);
  const [way, setWay] = useState<Way>(isElsewhere ? 'existing' : 'same');
  const [isRestricted, setRestricted] = useState(false);
  const action = useMake(rotation, onMade, ends);
  if (way === 'ask') {
    return (
      <>
        <WayField way={way} onWay={setWay} rotation={rotation} isMoving={isMoving} />
        <AskOwner rotation={rotation} />
      </>
    );
  }
  // OpenAI names the key of a new account by itself, and lets it do everything.
  const isShaped = way !== 'made';
  const fields: Partial<Record<Field, string>> = {
    expires_in_seconds: t('rotations.make.expiry'),
    ...(isReplacing && { reason: t('rotations.next.reason') }),
    ...(isShaped && { name: t('rotations.make.name') }),
    ...(isShaped && isRestricted && { scopes: t('rotations.make.scopesList') }),
    ...(way === 'existing' && { service_account_id: t('rotations.member.account') }),
    ...(way === 'made' && { new_service_account_name: t('rotations.member.newName') }),
  };
  return (
    <>
      {isElsewhere ? (
        <WayField way={way} onWay={setWay} rotation={rotation} isMoving={isMoving} />
      ) : (
        <p>
          {isReplacing
            ? t('rotations.make.replaceText')
            : t('rotations.make.text', { account: accountText(rotation, t) })}
        </p>
      )}
      <StepForm<Field>
        action={action}
        // Those that are not asked for now are not among them.
        fields={fields as Record<Field, string>}
        optional={['name', 'expires_in_seconds']}
        submit={t(isReplacing ? 'rotations.make.replace' : 'rotations.make.submit')}
        onSubmit={(values) =>
          action.run({ ...keyOf(values), ...(isReplacing && { replace_lost: true, reason: values.reason.trim() }) })
        }
      >
        {(errorOf) => (
          <>
            {isReplacing && (
              <FormField
                name="reason"
                label={t('rotations.next.reason')}
                error={errorOf('reason')}
                maxLength={LONGEST_REASON}
                autoComplete="off"
                required
              />
            )}
            {(way === 'existing' || way === 'made') && (
              <AccountFields way={way} rotation={rotation} isMoving={isMoving} errorOf={errorOf} />
            )}
            {isShaped && (
              <>
                <FormField
                  name="name"
                  label={t('rotations.make.name')}
                  hint={t('rotations.make.nameHint')}
                  error={errorOf('name')}
                  maxLength={200}
                  autoComplete="off"
                />
                <ScopesField isRestricted={isRestricted} onRestricted={setRestricted} error={errorOf('scopes')} />
              </>
            )}
            <ExpiryField />
          </>
        )}
      </StepForm>
    </>
  );
}

function useMake(
  rotation: MakeStepProps['rotation'],
  onMade: MakeStepProps['onMade'],
  { onOvertaken }: Pick<StepProps, 'onOvertaken'>,
) {
  return useRotationStep<NewRotationKey>(rotation, (api, id, body) => api.makeRotationKey(id, body), {
    onOvertaken,
    onDone: (answer) => {
      if ('secret' in answer) onMade({ secret: answer.secret, state: answer.state });
    },
  });
}

/** What is left empty is left out: the server has its own rules for it. */
function keyOf(values: Partial<Record<Field, string>>): NewRotationKey {
  const said = (name: Field): string => values[name]?.trim() ?? '';
  const scopes = said('scopes')
    .split(/[\s,]+/)
    .filter((scope) => scope !== '');
  return {
    ...(said('name') !== '' && { name: said('name') }),
    ...(scopes.length > 0 && { scopes }),
    ...(said('expires_in_seconds') !== '' && { expires_in_seconds: Number(said('expires_in_seconds')) }),
    ...(said('service_account_id') !== '' && { service_account_id: said('service_account_id') }),
    ...(said('new_service_account_name') !== '' && { new_service_account_name: said('new_service_account_name') }),
  };
}

function accountText({ old_key: { owner_name: name } }: MakeStepProps['rotation'], t: TFunction): string {
  return name === null ? t('rotations.make.account') : t('rotations.make.accountOf', { name: isolated(name) });
}

interface WayFieldProps {
  way: Way;
  onWay: (way: Way) => void;
  rotation: MakeStepProps['rotation'];
  isMoving: boolean;
}

/** Where the new key goes to. */
function WayField({ way, onWay, rotation, isMoving }: WayFieldProps) {
  const { t } = useTranslation();
  const owner = isolated(rotation.old_key.owner_name ?? rotation.old_key.owner_id ?? t('rotations.who.unnamed'));
  return (
    <>
      <p>{isMoving ? t('rotations.retire.accountMove') : t('rotations.member.text', { owner })}</p>
      <RadioField
        label={t('rotations.member.way')}
        value={way}
        // The options are the ways below.
        onChange={(value) => onWay(value as Way)}
        options={[
          { value: 'existing', label: t('rotations.member.existing') },
          { value: 'made', label: t('rotations.member.made') },
          ...(isMoving ? [] : [{ value: 'ask', label: t('rotations.member.ask') }]),
        ]}
      />
    </>
  );
}

interface ScopesFieldProps {
  isRestricted: boolean;
  onRestricted: (isRestricted: boolean) => void;
  error: string | undefined;
}

function ScopesField({ isRestricted, onRestricted, error }: ScopesFieldProps) {
  const { t } = useTranslation();
  return (
    <>
      <RadioField
        label={t('rotations.make.scopes')}
        value={isRestricted ? 'some' : 'all'}
        onChange={(value) => onRestricted(value === 'some')}
        options={[
          { value: 'all', label: t('rotations.make.scopesAll') },
          { value: 'some', label: t('rotations.make.scopesSome') },
        ]}
      />
      {isRestricted && (
        <AreaField
          name="scopes"
          label={t('rotations.make.scopesList')}
          hint={t('rotations.make.scopesHint')}
          error={error}
          spellCheck={false}
          rows={3}
        />
      )}
    </>
  );
}

const DAYS = [30, 90, 180, 365] as const;
const DAY_SECONDS = 86_400;

function ExpiryField() {
  const { t } = useTranslation();
  return (
    <SelectField
      name="expires_in_seconds"
      label={t('rotations.make.expiry')}
      defaultValue=""
      options={[
        { value: '', label: t('rotations.make.expiryNever') },
        ...DAYS.map((days) => ({
          value: String(days * DAY_SECONDS),
          label: t('rotations.make.expiryDays', { count: days }),
        })),
      ]}
    />
  );
}
