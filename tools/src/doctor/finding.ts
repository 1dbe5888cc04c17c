/**
 * ok: it works. note: something optional is missing, or could be better. fault: a command of the pipeline cannot work.
 */
export type FindingState = 'ok' | 'note' | 'fault';

/** What an examination says. */
export interface Diagnosis {
  readonly state: FindingState;
  readonly detail: string;
  /** The command, or the step, that mends it. */
  readonly fix?: string;
}

export interface Finding extends Diagnosis {
  readonly name: string;
}

export interface Check {
  readonly name: string;
  examine(): Diagnosis | Promise<Diagnosis>;
}
