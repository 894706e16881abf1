// Where in its folder a message is, so that whoever comes from elsewhere sees it among its neighbours.
// The server gives folders by pages, newest first; halving one finds a row among a hundred thousand by
// seventeen small requests.

/** What a folder is sorted by: the time of arrival, then the UID, both downwards. */
export interface InOrder {
  readonly id: string;
  readonly at: number;
  readonly uid: number;
}

function isBefore(a: InOrder, b: InOrder): boolean {
  return a.at > b.at || (a.at === b.at && a.uid > b.uid);
}

/** @returns the row, or -1 where the message is not in the folder, or the order cannot be told */
export async function rowOf(
  wanted: InOrder,
  total: number,
  load: (row: number) => Promise<InOrder | undefined>,
): Promise<number> {
  let low = 0;
  let high = total;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = await load(middle);
    if (found === undefined) {
      return -1;
    }
    if (found.id === wanted.id) {
      return middle;
    }
    if (isBefore(found, wanted)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return -1;
}
