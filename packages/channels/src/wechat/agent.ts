import { Agent } from "undici";

/** How many pools of connections with certificates of their own are kept. */
const agentsMax = 64;

const agents = new Map<string, Agent>();

/**
 * Connections that trust another authority besides the usual ones' or show a certificate of the
 * merchant's; undefined when they need neither. The latest ones are kept, with their sessions.
 */
export function agentOf(
  authority: string | undefined,
  client?: { readonly certificate: string; readonly privateKey: string },
): Agent | undefined {
  if (authority === undefined && client === undefined) return undefined;
  const name = JSON.stringify([authority, client?.certificate]);
  const agent = agents.get(name) ?? newAgent(authority, client);
  agents.delete(name);
  agents.set(name, agent);
  const [oldest] = agents;
  if (agents.size > agentsMax && oldest !== undefined) {
    agents.delete(oldest[0]);
    // Calls on their way end first.
    void oldest[1].close();
  }
  return agent;
}

function newAgent(
  authority: string | undefined,
  client: { readonly certificate: string; readonly privateKey: string } | undefined,
): Agent {
  return new Agent({
    connections: 16,
    keepAliveTimeout: 4000,
    pipelining: 1,
    connect: {
      ...(authority === undefined ? {} : { ca: authority }),
      ...(client === undefined ? {} : { cert: client.certificate, key: client.privateKey }),
    },
  });
}
