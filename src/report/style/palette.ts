const light = `
  --page: #f6f7f7; --sheet: #ffffff; --ink: #16191d; --muted: #535b64; --line: #d5d9dc; --faint: #eceeef; --link: #0a4f94; --focus: #0a4f94;
  --new: #b3261e; --on-new: #ffffff; --new-wash: #fbe9e7;
  --broken: #6a3ea1; --on-broken: #ffffff; --broken-wash: #f2ebfa;
  --news: #0a5ba8; --on-news: #ffffff; --news-wash: #e6f0fa;
  --known: #f0bd4f; --on-known: #2e1f00; --known-wash: #fdf4df; --known-line: #a87400;
  --conforms: #d9eedf; --on-conforms: #155b33; --conforms-line: #2f8a55;
  --mark: #ffe58a; --on-mark: #2b2100; --failed: #b3261e; --held: #1b6b3d; --hatch: #e6e9eb;`;

const dark = `
  --page: #101316; --sheet: #171b1f; --ink: #e3e7ea; --muted: #a0a9b2; --line: #333a41; --faint: #20262b; --link: #84bdf5; --focus: #84bdf5;
  --new: #f08379; --on-new: #2a0603; --new-wash: #35191a;
  --broken: #c3a1f0; --on-broken: #1d0a35; --broken-wash: #281f36;
  --news: #7db6f2; --on-news: #04182b; --news-wash: #16283a;
  --known: #e0ac3a; --on-known: #261a00; --known-wash: #302711; --known-line: #c99a32;
  --conforms: #1d4630; --on-conforms: #a8e3bf; --conforms-line: #4fa677;
  --mark: #6a5600; --on-mark: #fff2bd; --failed: #f59a91; --held: #7fd09f; --hatch: #22282d;`;

/** The page's colours: light, and dark where the system or the reader asks for it. Every pair of text and ground has a contrast of 4.5 or more. */
export const palette = `
:root { color-scheme: light; ${light} }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { color-scheme: dark; ${dark} } }
:root[data-theme=dark] { color-scheme: dark; ${dark} }
@media print { :root, :root[data-theme=dark] { color-scheme: light; ${light} } }
`;
