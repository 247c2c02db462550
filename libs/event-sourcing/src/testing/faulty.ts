/** The real thing with some of its methods replaced by ones that fail, delay or count: how a spec provokes a fault in an otherwise working port. */
export function faulty<T extends object>(real: T, methods: Partial<T>): T {
  return new Proxy(real, {
    get(target, name) {
      const own: unknown = Reflect.get(name in methods ? methods : target, name);
      return typeof own === 'function' && !(name in methods) ? (own.bind(target) as unknown) : own;
    },
  });
}
