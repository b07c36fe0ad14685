import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident, IncidentTimelineItem } from '@bursar/contract';
import { ErrorNotice } from '../../components/error-notice.js';
import { PlainText } from '../../components/plain-text.js';
import { toast } from '../../components/toast.js';
import { exactMoment } from '../../lib/format/times.js';
import { useAddIncidentNote } from '../../lib/incident-queries.js';
import { isolated } from '../../lib/names.js';
import { useMay } from '../../lib/session.js';
import { keyClues } from '../leaks/key-clues.js';
import { eventWords, whoWords } from './incident-words.js';

const LONGEST_NOTE = 2000;

/** What happened, oldest first, and the way to add to it. */
export function TimelineCard({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const mayWrite = useMay('incidents.write');
  return (
    <section className="card" aria-labelledby="timeline-title">
      <div className="card-head">
        <h2 id="timeline-title">{t('incidents.timeline.title')}</h2>
      </div>
      <div className="card-body">
        <Timeline incident={incident} />
      </div>
      {mayWrite && incident.state === 'open' && <NoteForm id={incident.id} />}
    </section>
  );
}

/** The timeline by itself. */
export function Timeline({ incident: { timeline, source } }: { incident: Incident }) {
  const { t } = useTranslation();
  if (timeline.length === 0) return <p className="secondary">{t('incidents.timeline.empty')}</p>;
  return (
    <ol className="timeline">
      {timeline.map((item, index) => (
        <TimelineItem key={index} item={item} source={source} />
      ))}
    </ol>
  );
}

interface TimelineItemProps {
  item: IncidentTimelineItem;
  source: Incident['source'];
}

function TimelineItem({ item, source }: TimelineItemProps) {
  const { t } = useTranslation();
  const { at, event, by, text, outcome, request_id: requestId } = item;
  const details = [
    ...(by === null ? [] : [t('incidents.timeline.by', { who: whoWords(by, source, t) })]),
    ...(outcome === null ? [] : [isolated(outcome)]),
    ...(requestId === null ? [] : [t('incidents.timeline.requestId', { id: isolated(requestId) })]),
  ];
  return (
    <li className={`timeline-${event}`}>
      <time dateTime={at}>{exactMoment(at)}</time>
      <div>
        <p className="timeline-what">{eventWords(item, t)}</p>
        {text !== null && <PlainText>{text}</PlainText>}
        {details.length > 0 && <p className="quiet">{details.join(' \u00b7 ')}</p>}
      </div>
    </li>
  );
}

/** A note that is kept for ever: one that holds a key is not taken. */
function NoteForm({ id }: { id: string }) {
  const { t } = useTranslation();
  const field = useId();
  const [text, setText] = useState('');
  const [isKey, setKey] = useState(false);
  const { mutate: add, isPending, error } = useAddIncidentNote(id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const note = text.trim();
    if (note === '' || isPending) return;
    const holdsKey = keyClues(note).some(({ form }) => form === 'whole');
    setKey(holdsKey);
    if (holdsKey) return;
    add(note, {
      onSuccess: () => {
        setText('');
        toast(t('incidents.note.done'));
      },
    });
  };
  return (
    <form className="note-form" onSubmit={submit}>
      {error !== null && <ErrorNotice error={error} />}
      <label htmlFor={field}>{t('incidents.note.label')}</label>
      <textarea
        id={field}
        rows={3}
        maxLength={LONGEST_NOTE}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        aria-invalid={isKey}
        aria-describedby={isKey ? `${field}-problem` : `${field}-hint`}
      />
      {isKey ? (
        <p className="form-error" id={`${field}-problem`} role="alert">
          {t('incidents.note.isKey')}
        </p>
      ) : (
        <p className="form-hint" id={`${field}-hint`}>
          {t('incidents.note.hint')}
        </p>
      )}
      <button type="submit" className="control" aria-disabled={isPending || text.trim() === ''}>
        {t(isPending ? 'incidents.note.busy' : 'incidents.note.submit')}
      </button>
    </form>
  );
}
