import type { LocalizedText } from '#libs/vocabulary';
import type { Random } from './random.ts';

/** Names of people, invented: a family name and a given one, in Latin and Khmer letters. */
const families = {
  Chan: 'ចាន់',
  Chea: 'ជា',
  Chhim: 'ឈឹម',
  Duong: 'ដួង',
  Eng: 'អេង',
  Heng: 'ហេង',
  Keo: 'កែវ',
  Kim: 'គឹម',
  Kong: 'គង់',
  Lim: 'លឹម',
  Long: 'ឡុង',
  Ly: 'លី',
  Mao: 'ម៉ៅ',
  Meas: 'មាស',
  Nhem: 'ញ៉ែម',
  Nov: 'នៅ',
  Nuon: 'នួន',
  Oum: 'អ៊ុំ',
  Pech: 'ពេជ្រ',
  Phan: 'ផាន',
  Prak: 'ប្រាក់',
  Ros: 'រស់',
  Sam: 'សំ',
  Sao: 'សៅ',
  Seng: 'សេង',
  Sim: 'ស៊ឹម',
  Sok: 'សុខ',
  Som: 'សោម',
  Tan: 'តាន់',
  Tep: 'ទេព',
  Thach: 'ថាច់',
  Touch: 'ទូច',
  Uk: 'អ៊ុក',
  Yim: 'យឹម',
  Yin: 'យិន',
} as const;

const givens = {
  Bopha: 'បុប្ផា',
  Borey: 'បូរី',
  Chanthy: 'ចាន់ធី',
  Chenda: 'ចិន្តា',
  Dara: 'តារា',
  Kosal: 'កុសល',
  Kunthea: 'គន្ធា',
  Leakhena: 'លក្ខិណា',
  Makara: 'មករា',
  Malis: 'ម្លិះ',
  Maly: 'ម៉ាលី',
  Mony: 'មុនី',
  Narith: 'ណារិទ្ធ',
  Nary: 'ណារី',
  Oudom: 'ឧត្តម',
  Phalla: 'ផល្លា',
  Phirun: 'ភិរុណ',
  Pisey: 'ពិសី',
  Piseth: 'ពិសិដ្ឋ',
  Raksmey: 'រស្មី',
  Ratana: 'រតនា',
  Rith: 'រិទ្ធ',
  Rithy: 'រិទ្ធី',
  Sambath: 'សម្បត្តិ',
  Samnang: 'សំណាង',
  Savuth: 'សាវុធ',
  Serey: 'សេរី',
  Sina: 'ស៊ីណា',
  Sokha: 'សុខា',
  Sopheap: 'សុភាព',
  Sophea: 'សុភា',
  Sovann: 'សុវណ្ណ',
  Sreymom: 'ស្រីមុំ',
  Thida: 'ធីតា',
  Tola: 'តុលា',
  Vanna: 'វណ្ណា',
  Vannak: 'វណ្ណៈ',
  Veasna: 'វាសនា',
  Vibol: 'វិបុល',
  Vichea: 'វិជ្ជា',
  Visal: 'វិសាល',
  Vuthy: 'វុទ្ធី',
} as const;

export type FamilyName = keyof typeof families;
export type GivenName = keyof typeof givens;

/** Somebody's name in both scripts, the family name first. */
export function named(name: `${FamilyName} ${GivenName}`): Required<LocalizedText> {
  const [family, given] = name.split(' ') as [FamilyName, GivenName];
  return { en: name, km: `${families[family]} ${givens[given]}` };
}

/** A name that nobody in particular has. */
export function anybody(random: Random): Required<LocalizedText> {
  const family = random.pick(Object.keys(families) as FamilyName[]);
  return named(`${family} ${random.pick(Object.keys(givens) as GivenName[])}`);
}

/** The provinces by their ISO 3166-2 codes. */
export const provinces = {
  'KH-1': { en: 'Banteay Meanchey', km: 'បន្ទាយមានជ័យ' },
  'KH-2': { en: 'Battambang', km: 'បាត់ដំបង' },
  'KH-3': { en: 'Kampong Cham', km: 'កំពង់ចាម' },
  'KH-4': { en: 'Kampong Chhnang', km: 'កំពង់ឆ្នាំង' },
  'KH-5': { en: 'Kampong Speu', km: 'កំពង់ស្ពឺ' },
  'KH-6': { en: 'Kampong Thom', km: 'កំពង់ធំ' },
  'KH-7': { en: 'Kampot', km: 'កំពត' },
  'KH-8': { en: 'Kandal', km: 'កណ្តាល' },
  'KH-9': { en: 'Koh Kong', km: 'កោះកុង' },
  'KH-10': { en: 'Kratie', km: 'ក្រចេះ' },
  'KH-11': { en: 'Mondulkiri', km: 'មណ្ឌលគិរី' },
  'KH-12': { en: 'Phnom Penh', km: 'ភ្នំពេញ' },
  'KH-13': { en: 'Preah Vihear', km: 'ព្រះវិហារ' },
  'KH-14': { en: 'Prey Veng', km: 'ព្រៃវែង' },
  'KH-15': { en: 'Pursat', km: 'ពោធិ៍សាត់' },
  'KH-16': { en: 'Ratanakiri', km: 'រតនគិរី' },
  'KH-17': { en: 'Siem Reap', km: 'សៀមរាប' },
  'KH-18': { en: 'Preah Sihanouk', km: 'ព្រះសីហនុ' },
  'KH-19': { en: 'Stung Treng', km: 'ស្ទឹងត្រែង' },
  'KH-20': { en: 'Svay Rieng', km: 'ស្វាយរៀង' },
  'KH-21': { en: 'Takeo', km: 'តាកែវ' },
  'KH-22': { en: 'Oddar Meanchey', km: 'ឧត្តរមានជ័យ' },
  'KH-23': { en: 'Kep', km: 'កែប' },
  'KH-24': { en: 'Pailin', km: 'ប៉ៃលិន' },
  'KH-25': { en: 'Tboung Khmum', km: 'ត្បូងឃ្មុំ' },
} as const satisfies Readonly<Record<string, LocalizedText>>;
export type Province = keyof typeof provinces;

const scenes = [
  { en: 'Rented room', km: 'បន្ទប់ជួល' },
  { en: 'House', km: 'ផ្ទះ' },
  { en: 'Guesthouse', km: 'ផ្ទះសំណាក់' },
  { en: 'Market stall', km: 'តូបផ្សារ' },
  { en: 'Motorbike', km: 'ម៉ូតូ' },
  { en: 'Car', km: 'រថយន្ត' },
  { en: 'Bus', km: 'ឡានក្រុង' },
  { en: 'Karaoke bar', km: 'ហាងខារ៉ាអូខេ' },
  { en: 'Parcel', km: 'កញ្ចប់អីវ៉ាន់' },
  { en: 'Field', km: 'ចម្ការ' },
] as const;

/** What a case is called in its file: what was searched, and where. */
export function titled(random: Random, province: Province): Required<LocalizedText> {
  const scene = random.pick(scenes);
  const { en, km } = provinces[province];
  return { en: `${scene.en} in ${en}`, km: `${scene.km}នៅ${km}` };
}
