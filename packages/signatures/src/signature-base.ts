/** What of a request can be covered by a signature, as it stood on the wire. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly header: (name: string) => string | undefined;
}

/**
 * The text that is signed (RFC 9421 section 2.5); undefined when the request lacks a component.
 * `signatureParams` is the signature's member of Signature-Input.
 */
export function signatureBase(
  request: SignedRequest,
  components: readonly string[],
  signatureParams: string,
): string | undefined {
  let base = "";
  for (const component of components) {
    const value = componentOf(request, component);
    if (value === undefined) return undefined;
    base += `"${component}": ${value}\n`;
  }
  return `${base}"@signature-params": ${signatureParams}`;
}

function componentOf(request: SignedRequest, component: string): string | undefined {
  switch (component) {
    case "@method":
      return request.method;
    case "@path":
      return request.path === "" ? "/" : request.path;
    case "@query":
      return `?${request.query}`;
    case "@authority":
      return request.header("host")?.toLowerCase();
    default:
      return component.startsWith("@") ? undefined : request.header(component)?.trim();
  }
}
