/** Whether the IANA database has a zone of this name: `Europe/Berlin`, `UTC`. An offset such as +02:00 is none. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', {timeZone: name});
    return !/^[+-]/.test(name);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
