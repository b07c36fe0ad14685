/** The calls about leaked keys and what is done about them: their addresses, beside those of `api.ts`. */
import type {
  EvidencePack,
  Incident,
  IncidentBody,
  IncidentCloseBody,
  IncidentKeyBody,
  IncidentNoteBody,
  IncidentsAnswer,
  IncidentsQuery,
  LeakImpact,
  LeakImpactQuery,
} from '@bursar/contract';
import type { Send } from './account-calls.js';

/** What to ask of the list; what is left out filters nothing. */
export type IncidentsRequest = Partial<IncidentsQuery>;

export interface IncidentCalls {
  /** What a key did since a time, against what it did before. */
  leakImpact(question: LeakImpactQuery, signal?: AbortSignal): Promise<LeakImpact>;
  /** The newest first. */
  incidents(request: IncidentsRequest, signal?: AbortSignal): Promise<IncidentsAnswer>;
  incident(id: string, signal?: AbortSignal): Promise<Incident>;
  openIncident(body: IncidentBody): Promise<Incident>;
  /** Which key an alert is about that did not tell. */
  chooseIncidentKey(id: string, body: IncidentKeyBody): Promise<Incident>;
  addIncidentNote(id: string, body: IncidentNoteBody): Promise<Incident>;
  closeIncident(id: string, body: IncidentCloseBody): Promise<Incident>;
  evidence(id: string, signal?: AbortSignal): Promise<EvidencePack>;
}

const ALL = '/api/v1/incidents';
const at = (id: string): string => `${ALL}/${encodeURIComponent(id)}`;

/** Where all that is known of an incident is to be had as a file: for a link, which the browser follows by itself. */
export const evidenceAddress = (id: string): string => `${at(id)}/evidence`;

/**
 * @param send asks, and throws what is no answer as an `ApiError`
 * @param addressWith an address with what is asked of it
 */
export function incidentCalls(
  send: Send,
  addressWith: (address: string, question: IncidentsRequest | LeakImpactQuery) => string,
): IncidentCalls {
  const read = <T>(address: string, signal?: AbortSignal) => send<T>(address, { method: 'GET', signal });
  const step = (id: string, name: string, body: unknown) =>
    send<Incident>(`${at(id)}/${name}`, { method: 'POST', body });
  return {
    leakImpact: (question, signal) => read(addressWith('/api/v1/leak-impact', question), signal),
    incidents: (request, signal) => read(addressWith(ALL, request), signal),
    incident: (id, signal) => read(at(id), signal),
    openIncident: (body) => send(ALL, { method: 'POST', body }),
    chooseIncidentKey: (id, body) => step(id, 'key', body),
    addIncidentNote: (id, body) => step(id, 'notes', body),
    closeIncident: (id, body) => step(id, 'close', body),
    evidence: (id, signal) => read(evidenceAddress(id), signal),
  };
}
