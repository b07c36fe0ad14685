import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyInventoryItem, Rotation } from '@bursar/contract';
import { ActionDialog } from '../../components/action-dialog.js';
import { ActionForm } from '../../components/action-form.js';
import { BulkDialog } from '../../components/bulk-dialog.js';
import { toast } from '../../components/toast.js';
import type { Api } from '../../lib/api.js';
import { useAction } from '../../lib/use-action.js';
import { keyTitle, rowKeyOf } from './key-name.js';
import { useDeleteSpec } from './tasks/delete-spec.js';
import { useExpirySpec } from './tasks/expiry-spec.js';
import { leftOut, type KeyTask, type KeyTaskKind } from './tasks/key-task.js';
import { useLabelSpec } from './tasks/label-spec.js';
import { useRotateSpec } from './tasks/rotate-spec.js';
import { useScopesSpec } from './tasks/scopes-spec.js';
import { useSnoozeSpec, useWakeSpec } from './tasks/snooze-spec.js';
import type { TaskSpec } from './tasks/task-spec.js';

const SPECS: Readonly<Record<KeyTaskKind, (keys: readonly KeyInventoryItem[]) => TaskSpec>> = {
  label: useLabelSpec,
  expiry: useExpirySpec,
  scopes: useScopesSpec,
  rotate: useRotateSpec,
  delete: useDeleteSpec,
  snooze: useSnoozeSpec,
  wake: useWakeSpec,
};

interface KeyTaskDialogProps {
  task: KeyTask;
  /** Told whether all of it was done. */
  onClose: (isDone: boolean) => void;
}

/** The dialog of what is about to be done with one key or with many; drawn as long as it is open. */
export function KeyTaskDialog({ task, onClose }: KeyTaskDialogProps) {
  // The dialog is another one for another task, so that the order of its hooks stays.
  return <TaskDialog key={task.kind} task={task} onClose={onClose} />;
}

function TaskDialog({ task, onClose }: KeyTaskDialogProps) {
  const useSpec = SPECS[task.kind];
  const spec = useSpec(task.keys);
  const [only, another] = task.keys;
  return only !== undefined && another === undefined && leftOut(task.kind, only) === null ? (
    <OneKey item={only} task={task} spec={spec} onClose={onClose} />
  ) : (
    <ManyKeys task={task} spec={spec} onClose={onClose} />
  );
}

interface TaskProps extends KeyTaskDialogProps {
  spec: TaskSpec;
}

function OneKey({ item, task, spec, onClose }: TaskProps & { item: KeyInventoryItem }) {
  const navigate = useNavigate();
  const { shows } = spec;
  const action = useAction<string, unknown>((api, reason) => spec.act(api, item, reason), {
    onDone: (answer) => {
      toast(spec.done(1));
      onClose(true);
      if (task.kind !== 'rotate' || !isRotation(answer)) return;
      void navigate({ to: '/keys/rotations/$rotationId', params: { rotationId: answer.id } });
    },
    ...(shows !== undefined && {
      find: async (api: Api) => {
        const now = await read(api, item);
        return now !== null && shows(now) ? now : null;
      },
    }),
  });
  const happens = spec.happens(item);
  return (
    <ActionDialog title={spec.title(task.keys)} isHeld={action.isPending} onClose={() => onClose(false)}>
      <ActionForm
        action={action}
        says={
          <>
            {spec.says}
            {happens !== null && <p>{happens}</p>}
          </>
        }
        submit={spec.submit(1)}
        busy={spec.busy}
        onSubmit={({ reason }) => {
          if (spec.check?.() ?? true) action.run(reason);
        }}
        onClose={() => onClose(false)}
        {...(spec.danger !== undefined && { danger: spec.danger(task.keys) })}
        {...(spec.choose !== undefined && { children: () => spec.choose })}
      />
    </ActionDialog>
  );
}

/** A key as it is now; null where it cannot be found. */
async function read(api: Api, { id, project_id: project, organization_id }: KeyInventoryItem) {
  const { data } = await api.keyInventory({
    id,
    include_gone: 'true',
    ...(project !== null && { project_id: project }),
    ...(organization_id !== null && { organization: organization_id }),
  });
  return data[0] ?? null;
}

const isRotation = (answer: unknown): answer is Pick<Rotation, 'id'> =>
  typeof answer === 'object' && answer !== null && 'old_key' in answer && 'id' in answer;

function ManyKeys({ task, spec, onClose }: TaskProps) {
  const { t } = useTranslation();
  // Which rotation each key got. While there are any the dialog stays: it leads to them.
  const [rotations, setRotations] = useState<ReadonlyMap<string, string>>(new Map());
  const [isDone, setDone] = useState(false);
  const wanted = task.keys.filter((item) => leftOut(task.kind, item) === null);
  const act = async (api: Api, item: KeyInventoryItem, reason: string) => {
    const answer = await spec.act(api, item, reason);
    if (task.kind === 'rotate' && isRotation(answer))
      setRotations((others) => new Map([...others, [rowKeyOf(item), answer.id]]));
    return answer;
  };
  const linkOf = (item: KeyInventoryItem) => {
    const rotationId = rotations.get(rowKeyOf(item));
    return rotationId === undefined ? null : (
      <Link to="/keys/rotations/$rotationId" params={{ rotationId }}>
        {t('keys.detail.lineage.open')}
      </Link>
    );
  };
  return (
    <BulkDialog<KeyInventoryItem>
      title={spec.title(wanted.length === 0 ? task.keys : wanted)}
      says={spec.says}
      before={spec.choose}
      items={task.keys}
      keyOf={rowKeyOf}
      rowOf={(item) => {
        const why = leftOut(task.kind, item);
        return {
          name: keyTitle(item),
          happens: spec.happens(item),
          ...(why !== null && { leftOut: t(`keys.task.leftOut.${why}`) }),
        };
      }}
      act={(api, item, { reason }) => act(api, item, reason)}
      linkOf={linkOf}
      submit={spec.submit(wanted.length)}
      onAllDone={(count) => {
        toast(spec.done(count));
        if (task.kind === 'rotate') setDone(true);
        else onClose(true);
      }}
      onClose={() => onClose(isDone)}
      {...(spec.danger !== undefined && { danger: spec.danger(wanted) })}
    />
  );
}
