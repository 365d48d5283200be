// Holds what the control API answers to its OpenAPI document.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApi } from '../../src/loopback/api.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly content: object }>>;
}

const document = openApi() as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(document, 'api');

/** Operations that an answer of 200 was held to. */
export const answered = new Set<string>();

/** Every operation of the document. */
export const operations: readonly string[] = Object.values(document.paths)
  .flatMap((methods) => Object.values(methods))
  .map(({ operationId }) => operationId);

const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** What is wrong with an answer, as the document has it; '' where nothing is. */
export function wrongWith(
  method: string,
  path: string,
  { status, type, body }: { status: number; type: string; body: unknown },
): string {
  const [plain = ''] = path.split('?');
  const template = Object.keys(document.paths).find((one) =>
    new RegExp(`^${one.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(plain),
  );
  const operation = document.paths[template ?? '']?.[method.toLowerCase()];
  // What is no route is answered as every refusal is.
  const known = operation?.responses[status];
  if (operation !== undefined && known === undefined) return `no answer ${status} is described`;
  const media = type.split(';')[0] ?? '';
  const at =
    operation === undefined
      ? '/components/schemas/Error'
      : `/paths/${escaped(template ?? '')}/${method.toLowerCase()}/responses/${status}/content/${escaped(media)}/schema`;
  const validate = ajv.getSchema(`api#${at}`);
  if (validate === undefined) return `no schema of ${media} at ${at}`;
  if (status === 200 && operation !== undefined) answered.add(operation.operationId);
  return validate(body) === true ? '' : ajv.errorsText(validate.errors);
}
