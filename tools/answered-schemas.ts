import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** A JSON Schema, draft 2020-12. */
type Schema = Readonly<Record<string, unknown>>;

/** What the routes of the API answer, by `TheController.itsMethod`; what they refer to, by name. */
export interface AnsweredSchemas {
  readonly routes: Readonly<Record<string, Schema>>;
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** Types that say how a value is shown or waited for, and are not part of its name. */
const TRANSPARENT: ReadonlySet<string> = new Set(['Shown', 'Promise']);

/** The type of an answer that is one row, with its position. */
const PAGE = 'RowAnswer';

/** Tags of a docstring that are keywords of JSON Schema, each with a JSON value, or a bare word for a text. */
const KEYWORDS: ReadonlySet<string> = new Set(['format', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength', 'example']);

/**
 * The schemas of everything that the routes under `@QueryRoute` answer, made of the types that their methods return: a field's docstring is its
 * description, `@example` its example, `@format`, `@pattern`, `@minimum` and the like its rule. A named string or number (`type Instant = string`) lends
 * its docstring to every field that is declared as one.
 * @throws Error a type that JSON cannot carry, with the field that has it
 */
export function answeredSchemas(configuration = 'tsconfig.json'): AnsweredSchemas {
  const root = dirname(ts.sys.resolvePath(configuration));
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(configuration, (file) => ts.sys.readFile(file)).config,
    ts.sys,
    root,
  );
  const program = ts.createProgram(
    fileNames.filter((file) => file.endsWith('.controller.ts')),
    options,
  );
  const schemas = new Schemas(program, root);
  const routes: Record<string, Schema> = {};
  for (const source of program.getSourceFiles().filter(({ fileName }) => fileName.endsWith('.controller.ts')))
    ts.forEachChild(source, (node) => {
      if (!ts.isClassDeclaration(node)) return;
      for (const method of node.members.filter(ts.isMethodDeclaration)) {
        if (!isQuery(method)) continue;
        const name = `${node.name?.text ?? ''}.${method.name.getText()}`;
        routes[name] = schemas.answer(method, name);
      }
    });
  return { routes: sorted(routes), definitions: schemas.all() };
}

/** The module that the API reads them from: a line a schema, so that a change shows as what it is. */
export function asModule({ routes, definitions }: AnsweredSchemas): string {
  const lines = (schemas: Readonly<Record<string, Schema>>): string =>
    Object.entries(schemas)
      .map(([name, schema]) => `    ${JSON.stringify(name)}: ${JSON.stringify(schema)},\n`)
      .join('');
  return `// Made by \`npm run schemas\` of the types that the routes answer: change those, never this. A test says when it is stale.
import type { AnsweredSchemas } from '#libs/http';

export const answered: AnsweredSchemas = {
  routes: {
${lines(routes)}  },
  definitions: {
${lines(definitions)}  },
};
`;
}

function isQuery(method: ts.MethodDeclaration): boolean {
  return (ts.getDecorators(method) ?? []).some(
    ({ expression }) => ts.isCallExpression(expression) && expression.expression.getText() === 'QueryRoute',
  );
}

const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Schemas of types as the compiler resolves them, each named one once. */
class Schemas {
  /** By type: the name under which it stands. */
  private readonly names = new Map<ts.Type, string>();
  private readonly types = new Map<string, ts.Type>();
  private readonly definitions = new Map<string, Schema>();
  /** Whose names are taken, by name: two types of one name are told apart by their rooms. */
  private readonly owners = new Map<string, string>();
  /** What the declarations say of themselves, by name. */
  private readonly docs = new Map<string, string>();
  private place = '';

  /** The choices that have a name, by their members: the compiler forgets the name where a field may be left out. */
  private readonly choices = new Map<string, ts.Symbol>();
  private readonly checker: ts.TypeChecker;
  private readonly root: string;

  constructor(program: ts.Program, root: string) {
    this.checker = program.getTypeChecker();
    this.root = root;
    for (const source of program.getSourceFiles().filter(({ fileName }) => !fileName.includes('node_modules')))
      for (const alias of source.statements.filter(ts.isTypeAliasDeclaration)) {
        const type = this.checker.getTypeFromTypeNode(alias.type);
        const symbol = this.checker.getSymbolAtLocation(alias.name);
        if (symbol !== undefined && type.isUnion() && alias.typeParameters === undefined) this.choices.set(membersOf(type.types), symbol);
      }
  }

  all(): Readonly<Record<string, Schema>> {
    return sorted(Object.fromEntries(this.definitions));
  }

  answer(method: ts.MethodDeclaration, name: string): Schema {
    this.place = name;
    const signature = this.checker.getSignatureFromDeclaration(method);
    if (signature === undefined) throw new Error(`${name} has no signature`);
    const returned = this.checker.getReturnTypeOfSignature(signature);
    const node = method.type !== undefined && ts.isTypeReferenceNode(method.type) ? method.type.typeArguments?.[0] : undefined;
    return this.schemaOf(this.checker.getAwaitedType(returned) ?? returned, node);
  }

  /** `node` is how the type is written where it is used, as the names of plain texts and numbers are only there. */
  private schemaOf(type: ts.Type, node?: ts.TypeNode): Schema {
    const plain = this.plainOf(type);
    if (plain !== undefined) return { ...plain, ...this.rulesOf(node, plain.type) };
    if (type.isUnion()) return this.unionOf(type, node);
    if (this.checker.isTupleType(type)) {
      const items = this.checker.getTypeArguments(type as ts.TypeReference).map((item) => this.schemaOf(item));
      return { type: 'array', prefixItems: items, items: false, minItems: items.length };
    }
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', items: item === undefined ? {} : this.schemaOf(item, elementOf(node)) };
    }
    if ((type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) === 0) {
      if ((type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) !== 0) return {};
      throw new Error(`${this.place}: JSON carries no ${this.checker.typeToString(type)}`);
    }
    const name = this.nameOf(type, node);
    return name === undefined ? this.objectOf(type) : this.named(type, name);
  }

  private plainOf(type: ts.Type): Schema | undefined {
    const { flags } = type;
    if (type.isStringLiteral()) return { type: 'string', const: type.value };
    if (type.isNumberLiteral()) return { type: 'integer', const: type.value };
    if ((flags & ts.TypeFlags.BooleanLiteral) !== 0) return { type: 'boolean', const: this.checker.typeToString(type) === 'true' };
    if ((flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) !== 0) return { type: 'string' };
    // Masses, money, counts, shares: nothing that is answered has a fraction.
    if ((flags & ts.TypeFlags.Number) !== 0) return { type: 'integer' };
    if ((flags & ts.TypeFlags.Boolean) !== 0) return { type: 'boolean' };
    if ((flags & ts.TypeFlags.Null) !== 0) return { type: 'null' };
    if ((flags & ts.TypeFlags.NonPrimitive) !== 0) return { type: 'object' };
    return undefined;
  }

  private unionOf(type: ts.UnionType, node?: ts.TypeNode): Schema {
    const said = type.types.filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0);
    const [only] = said;
    if (only !== undefined && said.length === 1) return this.schemaOf(only, node);
    if (said.every(({ flags }) => (flags & ts.TypeFlags.BooleanLiteral) !== 0)) return { type: 'boolean' };
    if (said.every((one) => one.isStringLiteral())) return { type: 'string', enum: textsOf(said), ...this.rulesOf(node, 'string') };
    // A choice of objects that refers to itself (JSON) needs a name, or it would never end.
    const ofObjects = said.some(({ flags }) => (flags & ts.TypeFlags.Object) !== 0);
    const alias = ofObjects ? (this.choices.get(membersOf(said)) ?? this.writtenAs(type, node)) : undefined;
    const name = alias && this.claim(alias, alias.name);
    if (name !== undefined && this.definitions.has(name)) return refer(name);
    const members = node !== undefined && ts.isUnionTypeNode(node) ? node.types : undefined;
    const choice = (): Schema => {
      const booleans = said.filter(({ flags }) => (flags & ts.TypeFlags.BooleanLiteral) !== 0);
      const others = said.filter((one) => !one.isStringLiteral() && !booleans.includes(one));
      const schemas = [
        ...(textsOf(said).length > 0 ? [{ type: 'string', enum: textsOf(said) }] : []),
        ...(booleans.length === 2 ? [{ type: 'boolean' }] : booleans.map((one) => this.plainOf(one))),
        ...others.map((one) =>
          this.schemaOf(
            one,
            members?.find((member) => this.checker.getTypeFromTypeNode(member) === one),
          ),
        ),
      ];
      // The compiler's own order of a choice follows from what else it has read.
      return { anyOf: [...new Set(schemas.map((schema) => JSON.stringify(schema)))].sort().map((schema) => JSON.parse(schema) as Schema) };
    };
    return name === undefined ? choice() : this.named(type, name, choice);
  }

  /** The alias that a choice is written by, where it says the same: shown with its fields opened, it is a type of its own to the compiler. */
  private writtenAs(type: ts.Type, node: ts.TypeNode | undefined): ts.Symbol | undefined {
    const written = withoutUndefined(node);
    if (written === undefined || !ts.isTypeReferenceNode(written) || written.typeArguments !== undefined) return undefined;
    const symbol = this.symbolAt(written.typeName);
    if (symbol === undefined || (symbol.flags & ts.SymbolFlags.TypeAlias) === 0 || !isNamed(symbol)) return undefined;
    return this.same(this.checker.getDeclaredTypeOfSymbol(symbol), type) ? symbol : undefined;
  }

  private same(one: ts.Type, other: ts.Type): boolean {
    return this.checker.isTypeAssignableTo(one, other) && this.checker.isTypeAssignableTo(other, one);
  }

  private named(type: ts.Type, name: string, make = (): Schema => this.objectOf(type)): Schema {
    if (this.names.has(type)) return refer(this.names.get(type) ?? name);
    this.names.set(type, name);
    const before = this.types.get(name);
    if (before === undefined) {
      // Taken before it is made, as it may hold itself.
      this.types.set(name, type);
      this.definitions.set(name, {});
      this.definitions.set(name, { ...make(), ...described(this.docs.get(name)) });
    } else if (!this.same(before, type))
      throw new Error(`${this.place}: ${name} is answered in two shapes: give one of them a name of its own`);
    return refer(name);
  }

  private objectOf(type: ts.Type): Schema {
    const open = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const fields = this.checker.getPropertiesOfType(type);
    const properties = fields.map((field) => [field.name, this.fieldOf(field)] as const);
    const required = fields.filter(({ flags }) => (flags & ts.SymbolFlags.Optional) === 0).map(({ name }) => name);
    return {
      type: 'object',
      ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
      ...(required.length > 0 && { required }),
      ...(open !== undefined && { additionalProperties: this.schemaOf(open.type, indexedOf(open.declaration)) }),
    };
  }

  private fieldOf(field: ts.Symbol): Schema {
    const before = this.place;
    this.place = `${before}.${field.name}`;
    const declaration = field.declarations?.find((one) => ts.isPropertySignature(one) || ts.isPropertyDeclaration(one));
    const written = declaration !== undefined ? (declaration as ts.PropertySignature).type : undefined;
    const schema = this.schemaOf(this.checker.getTypeOfSymbol(field), written);
    this.place = before;
    const rules = this.tagsOf(field);
    return { ...schema, ...rules, ...described(this.textOf(field)) };
  }

  /**
   * A name is that of the interface or alias that the type is written by, also where it is shown with some fields opened or withheld; of a list it is
   * that of what is in it.
   */
  private nameOf(type: ts.Type, node?: ts.TypeNode): string | undefined {
    if (type.aliasSymbol !== undefined && type.aliasTypeArguments === undefined) return this.claim(type.aliasSymbol, type.aliasSymbol.name);
    const written = withoutUndefined(node);
    if (written !== undefined && ts.isTypeReferenceNode(written)) {
      const symbol = this.symbolAt(written.typeName);
      if (symbol !== undefined && TRANSPARENT.has(symbol.name)) return this.nameOf(type, written.typeArguments?.[0]);
      if (symbol?.name === PAGE) return this.nameOfPage(symbol, written);
      if (symbol !== undefined && written.typeArguments === undefined && isNamed(symbol)) return this.claim(symbol, symbol.name);
    }
    if (type.aliasSymbol !== undefined) return undefined;
    const symbol = type.getSymbol();
    if (symbol === undefined || !isNamed(symbol)) return undefined;
    const [of, ...more] = this.checker.getTypeArguments(type as ts.TypeReference);
    if (of === undefined) return this.claim(symbol, symbol.name);
    const ofNode = written !== undefined && ts.isTypeReferenceNode(written) ? written.typeArguments?.[0] : undefined;
    const { $ref } = more.length > 0 ? {} : (this.schemaOf(of, ofNode) as { readonly $ref?: string });
    return $ref === undefined
      ? undefined
      : this.claim(symbol, `${$ref.slice($ref.lastIndexOf('/') + 1)}${symbol.name.replace(/Answer$/, '')}`);
  }

  /** A page shows one row and its position: it is called by the row. */
  private nameOfPage(
    symbol: ts.Symbol,
    { typeArguments: [of] = [] as unknown as ts.NodeArray<ts.TypeNode> }: ts.TypeReferenceNode,
  ): string | undefined {
    const row = of !== undefined && ts.isTypeReferenceNode(of) && of.typeArguments === undefined ? this.symbolAt(of.typeName) : undefined;
    return row !== undefined && isNamed(row) ? this.claim(symbol, `${row.name}Page`) : undefined;
  }

  /** The name itself, or, where another declaration has it, the room's name before it. */
  private claim(symbol: ts.Symbol, name: string): string {
    const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? '';
    const position = symbol.declarations?.[0]?.getStart() ?? 0;
    const owner = `${file}:${position}`;
    const taken = this.owners.get(name);
    if (taken === undefined || taken === owner) {
      this.owners.set(name, owner);
      this.docs.set(name, this.textOf(symbol));
      return name;
    }
    const [, room = ''] = relative(this.root, file).split('/');
    return this.claim(symbol, `${room.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}${name}`);
  }

  private symbolAt(name: ts.EntityName): ts.Symbol | undefined {
    const symbol = this.checker.getSymbolAtLocation(name);
    return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** What the name of a plain text or number says of it, and what a field that says nothing itself is described by. */
  private rulesOf(node: ts.TypeNode | undefined, type: unknown): Schema {
    if (node === undefined || !ts.isTypeReferenceNode(node)) return {};
    const symbol = this.symbolAt(node.typeName);
    if (symbol === undefined || (symbol.flags & ts.SymbolFlags.TypeAlias) === 0 || isOfLanguage(symbol)) return {};
    return { ...(type === 'object' ? {} : this.tagsOf(symbol)), ...described(this.textOf(symbol)) };
  }

  private textOf(symbol: ts.Symbol): string {
    return ts.displayPartsToString(symbol.getDocumentationComment(this.checker)).replaceAll(/\s*\n\s*/g, ' ');
  }

  private tagsOf(symbol: ts.Symbol): Schema {
    const rules: Record<string, unknown> = {};
    for (const { name, text } of symbol.getJsDocTags(this.checker)) {
      if (name === 'integer') rules.type = 'integer';
      if (!KEYWORDS.has(name)) continue;
      const value = valueOf(ts.displayPartsToString(text));
      if (name === 'example') rules.examples = [...((rules.examples as unknown[] | undefined) ?? []), value];
      else rules[name] = value;
    }
    return rules;
  }
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const refer = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

const described = (text: string | undefined): Schema => (text === undefined || text === '' ? {} : { description: text });

function elementOf(node: ts.TypeNode | undefined): ts.TypeNode | undefined {
  if (node === undefined) return undefined;
  if (ts.isTypeOperatorNode(node)) return elementOf(node.type);
  if (ts.isParenthesizedTypeNode(node)) return elementOf(node.type);
  if (ts.isArrayTypeNode(node)) return ts.isParenthesizedTypeNode(node.elementType) ? node.elementType.type : node.elementType;
  if (ts.isTypeReferenceNode(node)) return node.typeArguments?.[0];
  return undefined;
}

/** The one thing that is written besides `undefined`. */
function withoutUndefined(node: ts.TypeNode | undefined): ts.TypeNode | undefined {
  if (node === undefined || !ts.isUnionTypeNode(node)) return node;
  const said = node.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
  return said.length === 1 ? said[0] : node;
}

const indexedOf = (declaration: ts.Node | undefined): ts.TypeNode | undefined =>
  declaration !== undefined && ts.isIndexSignatureDeclaration(declaration) ? declaration.type : undefined;

/** Types are the same objects as long as the compiler lives. */
const membersOf = (types: readonly ts.Type[]): string =>
  types
    .map((type) => (type as unknown as { readonly id: number }).id)
    .sort((a, b) => a - b)
    .join();

const textsOf = (types: readonly ts.Type[]): readonly string[] => types.flatMap((one) => (one.isStringLiteral() ? [one.value] : [])).sort();

/** A declaration that gives its name to what is answered: of ours, and with a name. */
const isNamed = (symbol: ts.Symbol): boolean =>
  (symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Class)) !== 0 &&
  !symbol.name.startsWith('__') &&
  !isOfLanguage(symbol);

/** Of TypeScript's own library, as `Record` and `Pick` are. */
const isOfLanguage = (symbol: ts.Symbol): boolean =>
  (symbol.declarations ?? []).some((one) => join(one.getSourceFile().fileName).includes(join('node_modules', 'typescript')));
