import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { Problem } from './problems.ts';
import { type Compiled, compiledFor, parametersFor } from './validation.ts';

/**
 * The pipe before every handler: a body or a query string that its class accepts is handed over, as a plain object; any other is answered with what is wrong.
 * Where both judgements of a body ever differed, class-validator's would count; that they do not is what `equivalence` in `#libs/http/testing` proves.
 */
@Injectable()
export class ValidRequest implements PipeTransform {
  private readonly bodies = new Map<Type, Compiled>();
  private readonly queries = new Map<Type, { readonly compiled: Compiled; readonly make: ReturnType<typeof parametersFor> }>();

  /** Makes the schema of a class that a route takes its body as, so that what is wrong with it shows at start. @throws */
  prepareBody(of: Type): Compiled {
    const compiled = compiledFor(of);
    this.bodies.set(of, compiled);
    return compiled;
  }

  /** The same for a class that a route takes its query string as. @throws */
  prepareQuery(of: Type): { readonly compiled: Compiled; readonly make: ReturnType<typeof parametersFor> } {
    const prepared = { compiled: compiledFor(of), make: parametersFor(of) };
    this.queries.set(of, prepared);
    return prepared;
  }

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type !== 'body' && type !== 'query') return value;
    if (metatype === undefined) throw new Error(`A ${type} of no class is checked by nothing`);
    return type === 'body' ? this.body(value, metatype) : this.query(value as Readonly<Record<string, unknown>>, metatype);
  }

  private body(body: unknown, of: Type): unknown {
    const compiled = this.bodies.get(of) ?? this.prepareBody(of);
    if (compiled.accepts(body)) return body;
    if (body === undefined || body === null)
      throw new Problem('body.invalid', 'This needs a body: a JSON object, sent as application/json', {
        errors: [{ pointer: '', code: 'required', detail: 'There is no body' }],
      });
    const errors = compiled.explain(body);
    if (errors.length === 0) return body;
    throw new Problem('body.invalid', errors.length === 1 ? (errors[0]?.detail ?? '') : `${errors.length} things are wrong with the body`, {
      errors,
    });
  }

  private query(query: Readonly<Record<string, unknown>>, of: Type): unknown {
    const { compiled, make } = this.queries.get(of) ?? this.prepareQuery(of);
    const made = make(query);
    if (compiled.accepts(made)) return made;
    const errors = compiled.explain(made).map(({ pointer, code, detail }) => {
      const parameter = (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
      return { parameter, code, detail: code === 'unknownField' ? `There is no parameter "${parameter.slice(0, 100)}" here` : detail };
    });
    if (errors.length === 0) return made;
    throw new Problem('query.invalid', errors.length === 1 ? (errors[0]?.detail ?? '') : `${errors.length} parameters are wrong`, {
      errors,
    });
  }
}
