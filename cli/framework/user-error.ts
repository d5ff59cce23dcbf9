/** Something the user can mend: printed as it is, without a stack trace, exit status 2. */
export class UserError extends Error {
  override readonly name = "UserError";
}
