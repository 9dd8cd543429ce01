/** An answer with a member that is not of its kind: whoever sent it is not AWS, or no AWS that this version knows. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}
