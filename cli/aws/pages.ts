/** The items of all pages. `next`: the token of the page after this one; undefined after the last page. */
export async function allPages<Page, Item>(
  ask: (token: string | undefined) => Promise<Page>,
  items: (page: Page) => readonly Item[] | undefined,
  next: (page: Page) => string | undefined,
): Promise<Item[]> {
  const found: Item[] = [];
  let token: string | undefined;
  do {
    const page = await ask(token);
    found.push(...(items(page) ?? []));
    token = next(page) || undefined;
  } while (token !== undefined);
  return found;
}
