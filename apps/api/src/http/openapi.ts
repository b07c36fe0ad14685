/** The description of the HTTP API, made from the routes and their zod schemas. */
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { problem } from '@bursar/contract';
import { z } from 'zod';

/**
 * Serves the document at /api/openapi.json and a page that shows it at /api/docs.
 *
 * Made when first asked for: most servers are never asked.
 */
export function serveOpenapi(app: NestExpressApplication): void {
  SwaggerModule.setup('api/docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Bursar API',
  });
}

/** The OpenAPI document; every operation names its permission as `x-permission`. */
export function describeApi(app: NestExpressApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Bursar')
    .setDescription(
      'Costs of OpenAI organizations as billed. Times are UTC, ranges half-open, money a plain decimal string.',
    )
    .setVersion('1')
    .build();
  return withProblems(SwaggerModule.createDocument(app, config, { standardSchemaConverter: spreadInput }));
}

/**
 * Nest lists the parameters of a query only where its schema stands there itself; a named one is a reference. Answers
 * keep their names.
 */
function spreadInput(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) {
  if (schemaType === 'output' || !(schema instanceof z.ZodType)) return undefined;
  const { $ref, definitions, ...inline } = z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input' });
  const name = $ref?.split('/').at(-1);
  const components = new Map(Object.entries(definitions ?? {}));
  const named = name === undefined ? inline : components.get(name);
  if (name !== undefined) components.delete(name);
  return { schema: named, components: Object.fromEntries(components) };
}

/** Any operation may end in a problem; said once here instead of at each route. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  // Without its own name: under that, zod would put it into definitions of its own.
  const schema = z.toJSONSchema(z.object(problem.shape), { target: 'openapi-3.0' });
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.put, path.patch, path.delete]) {
      if (operation === undefined) continue;
      operation.responses['default'] = { description: 'What went wrong, and what to do', content };
      if (operation.requestBody !== undefined && 'content' in operation.requestBody) {
        // A write whose every field may be absent may come without a body.
        const [body] = Object.values(operation.requestBody.content);
        const schema = body?.schema;
        operation.requestBody.required = schema !== undefined && 'required' in schema;
      }
    }
  }
  // zod's own type of a JSON schema is wider than Nest's; the document is checked by a spec.
  const Problem = schema as NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
  return { ...document, components: { ...document.components, schemas: { ...document.components?.schemas, Problem } } };
}
