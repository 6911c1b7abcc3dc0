import type { ArmMethod, ArmResourceType, ArmRoute, PathParameters } from './arm-request.js';

export interface RouteMatch {
  route: ArmRoute;
  resourceType: ArmResourceType;
  parameters: PathParameters;
}

interface Node {
  literals: Map<string, Node>;
  parameter?: { name: keyof PathParameters; node: Node };
  routes: Map<ArmMethod, { route: ArmRoute; resourceType: ArmResourceType }>;
}

const newNode = (): Node => ({ literals: new Map(), routes: new Map() });
const anyScope = '/{scope}/';
const segmentsOf = (path: string): string[] => path.split('/').filter((part) => part !== '');

const noParameters: PathParameters = {
  subscriptionId: '',
  resourceGroupName: '',
  workspaceName: '',
  computeName: '',
  location: '',
  lockName: '',
  operationId: '',
  clusterName: '',
  extensionName: '',
  namespaceName: '',
  dependencyName: '',
  providerNamespace: '',
  scope: '',
};

/** Finds the route of a path, whatever its case, by a tree of segments; routes for any scope by their ending. */
export class Router {
  private readonly root = newNode();
  private readonly scoped = newNode();

  constructor(types: readonly ArmResourceType[]) {
    for (const resourceType of types)
      for (const route of resourceType.routes) this.add(resourceType, route);
  }

  /** The route, 'method' where the path is known with other methods only, or undefined. */
  find(method: ArmMethod, path: string): RouteMatch | 'method' | undefined {
    const segments = segmentsOf(path);
    const scopeEnd = lastIndexOfProviders(segments);
    const scoped = this.walk(this.scoped, method, segments.slice(scopeEnd), {
      ...noParameters,
      scope: `/${segments.slice(0, scopeEnd).join('/')}`,
      subscriptionId: segments[0]?.toLowerCase() === 'subscriptions' ? (segments[1] ?? '') : '',
    });
    return scoped ?? this.walk(this.root, method, segments, noParameters);
  }

  /** A literal is tried before a parameter, at every segment. */
  private walk(
    node: Node,
    method: ArmMethod,
    [segment, ...rest]: readonly string[],
    parameters: PathParameters,
  ): RouteMatch | 'method' | undefined {
    if (segment === undefined) {
      const found = node.routes.get(method);
      if (found) return { ...found, parameters };
      return node.routes.size > 0 ? 'method' : undefined;
    }
    const literal = node.literals.get(segment.toLowerCase());
    const match = literal && this.walk(literal, method, rest, parameters);
    if (!node.parameter || typeof match === 'object') return match;
    const { name, node: child } = node.parameter;
    return this.walk(child, method, rest, { ...parameters, [name]: segment }) ?? match;
  }

  private add(resourceType: ArmResourceType, route: ArmRoute): void {
    const isScoped = route.path.startsWith(anyScope);
    let node = isScoped ? this.scoped : this.root;
    const pattern = isScoped ? route.path.slice(anyScope.length) : route.path;
    for (const segment of segmentsOf(pattern)) node = childOf(node, segment);
    node.routes.set(route.method, { route, resourceType });
  }
}

function childOf(node: Node, segment: string): Node {
  if (!segment.startsWith('{')) {
    const key = segment.toLowerCase();
    const child = node.literals.get(key) ?? newNode();
    node.literals.set(key, child);
    return child;
  }
  node.parameter ??= { name: segment.slice(1, -1) as keyof PathParameters, node: newNode() };
  return node.parameter.node;
}

function lastIndexOfProviders(segments: readonly string[]): number {
  return segments.findLastIndex((segment) => segment.toLowerCase() === 'providers');
}
