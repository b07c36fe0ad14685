/** What every action at OpenAI says besides what it changes. */

interface OfOrganization {
  organization_id: string | null;
}

/** Why something is done, and in the organization of what it is done to. */
export const aboutOf = ({ organization_id: organization }: OfOrganization, reason: string) => ({
  reason,
  ...(organization !== null && { organization }),
});

/** The same for something new. */
export const aboutNew = (organization: string | undefined, reason: string) => ({
  reason,
  ...(organization !== undefined && { organization }),
});
