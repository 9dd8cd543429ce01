/** Keeps the requests of one process inside the quotas of one account and region. */
export interface PacePort {
  /** Resolves when a request of this operation, such as `UpdateAlias`, may go out; first come, first served. */
  slot(operation: string): Promise<void>;
  /** The same for a way back, which waits for other ways back alone; all else waits for it. */
  wayBack(): Promise<void>;
}
