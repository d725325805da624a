/** The program's version, as package.json has it: a new one whenever the review form's words change, because `verify` makes the form again. */
export const VERSION = '0.1.1';
