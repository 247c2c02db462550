/** The part of class-transformer that tells which class `@Type` names. It has no types of its own. */
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: {
    findTypeMetadata(target: object, property: string): { readonly typeFunction: () => unknown; readonly options?: unknown } | undefined;
    findTransformMetadatas(target: object, property: string, direction: number): readonly unknown[];
    findExposeMetadata(target: object, property: string): unknown;
    findExcludeMetadata(target: object, property: string): unknown;
  };
}
