/**
 * Letters of other scripts that a reader takes for Latin ones: what of Unicode Technical Standard 39 (Security Mechanisms, `confusables.txt`) concerns the
 * scripts that can be typed beside Khmer and Latin here. Two letters stand for one, the first seen for the second meant. Capital and small are told apart where
 * they look like different letters (Greek Η is an H, η an n). Its small capitals are taken for capitals: Cyrillic в is a small В, and that is a B.
 */
const PAIRS = [
  // Cyrillic.
  'Аa аa Вb вb Еe еe Ѕs ѕs Іi іi Јj јj Кk кk Мm мm Нh нh Оo оo Рp рp Сc сc Тt тt Уy уy Үy үy Хx хx Һh һh Ԁd ԁd Ԛq ԛq Ԝw ԝw Ӏl ӏl Ѵv ѵv гr З3 з3 б6 Ьb ьb',
  // Greek.
  'Αa αa Βb βb Εe εe Ζz Ηh ηn Ιi ιi Κk κk Μm μu Νn νv Οo οo σo Ρp ρp τt Τt Υy υu Χx χx γy Ϲc ϲc Ϳj ϳj',
  // Armenian, and Latin letters of phonetics and of other tongues.
  'օo ոn սu հh ıi ɩi ɑa ɡg ǀl',
];

const LATIN: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap((pairs) => pairs.split(' ')).map((pair) => {
    const [seen = '', meant = ''] = Array.from(pair);
    return [seen, meant];
  }),
);

const ANY = new RegExp(`[${[...LATIN.keys()].join('')}]`, 'gu');

/** The text with each letter that is taken for a Latin one as that, small. */
export const inLatin = (text: string): string => text.replaceAll(ANY, (letter) => LATIN.get(letter) ?? letter);
