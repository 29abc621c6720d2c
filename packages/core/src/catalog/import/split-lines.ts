/** A line longer than this is no row; it is given as null, so that it is counted but not kept. */
const longestLine = 16 * 1024 * 1024;

/** The lines of a text that comes in pieces, whatever ends them: `\n`, `\r\n`, `\r`, also mixed. */
export async function* splitLines(pieces: AsyncIterable<string>): AsyncGenerator<string | null> {
  let parts: string[] = [];
  let length = 0;
  let endedByReturn = false;
  const take = (): string | null => {
    const line = length > longestLine ? null : parts.join("");
    parts = [];
    length = 0;
    return line;
  };
  for await (const piece of pieces) {
    let from = 0;
    if (endedByReturn && piece.startsWith("\n")) from = 1;
    if (piece !== "") endedByReturn = piece.endsWith("\r");
    const ends = /\r\n|\n|\r/g;
    ends.lastIndex = from;
    for (let end = ends.exec(piece); end !== null; end = ends.exec(piece)) {
      add(piece.slice(from, end.index));
      from = ends.lastIndex;
      yield take();
    }
    add(piece.slice(from));
  }
  if (length > 0) yield take();

  function add(part: string): void {
    length += part.length;
    if (length <= longestLine) parts.push(part);
    else parts = [];
  }
}
