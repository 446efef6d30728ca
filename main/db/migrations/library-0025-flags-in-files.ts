/** What files say of being picked (1) and rejected (-1); NULL: nothing. */
export const flagsInFiles = `ALTER TABLE photos ADD COLUMN flag INTEGER CHECK (flag IN (-1, 1));`;
