/** Whether an answer is a web page, by its type or, where that is wrong, by how it begins. */
export function isHtml(contentType: string | null, text: string): boolean {
  return (
    /\bx?html\b/i.test(contentType ?? '') ||
    /^\s*(?:<!doctype\s+html|<html|<head|<body)\b/i.test(text.slice(0, 1000))
  );
}
