/** Asks for a file and writes a text to it; null: none was chosen. */
type SaveText = (suggestedName: string, text: string) => Promise<string | null>;

/** Undefined until the shell has the command: then nothing offers to save. */
export const saveText: SaveText | undefined = undefined as SaveText | undefined;
