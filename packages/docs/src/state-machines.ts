import { machines, type NamedMachine, type Step } from "@purse/core";

const opening = `\
<!-- Generated from packages/core by \`pnpm generate\`. Do not edit. -->
# State machines

Each noun's life is one table in \`packages/core/src/<noun>/<noun>-machine.ts\`, total over its
states and events, and core takes no other step. An arrow names the event and what it does to the
books: \`post\` writes an entry, \`hold\` sets a wallet's money aside, \`capture\` spends what was set
aside, \`release\` sets it free. The database refuses every other change of state as well
(\`state_steps\`).
`;

/** docs/state-machines.md: a diagram of each noun's steps, and what answers the others. */
export function stateMachinesPage(): string {
  return [opening, ...machines.map(section)].join("\n");
}

function section({ noun, begins, machine }: NamedMachine): string {
  const starts = begins.map(({ state, act }) => `  [*] --> ${state}${act ? `: ${act}` : ""}`);
  const arrows = stepsOf(machine).flatMap(({ state, event, step }) => {
    if (step === "stay" || "refused" in step) return [];
    return [`  ${state} --> ${step.next}: ${step.act ? `${event}, ${step.act}` : event}`];
  });
  const ends = Object.entries(machine).flatMap(([state, steps]) =>
    Object.values(steps).some((step) => typeof step === "object" && "next" in step)
      ? []
      : [`  ${state} --> [*]`],
  );
  const diagram = ["```mermaid", "stateDiagram-v2", ...starts, ...arrows, ...ends, "```"];
  return [`## ${noun}`, "", ...diagram, "", ...table(machine), ""].join("\n");
}

function table(machine: NamedMachine["machine"]): string[] {
  const events = Object.keys(Object.values(machine)[0] ?? {});
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const lines = Object.entries(machine).map(([state, steps]) =>
    row([`**${state}**`, ...events.map((event) => cell(steps[event]))]),
  );
  return [row(["", ...events]), row(["---", ...events.map(() => "---")]), ...lines];
}

function cell(step: Step<string, string> | undefined): string {
  if (step === undefined || step === "stay") return "stays";
  return "refused" in step ? `\`${step.refused}\`` : `→ ${step.next}`;
}

function stepsOf(machine: NamedMachine["machine"]) {
  return Object.entries(machine).flatMap(([state, steps]) =>
    Object.entries(steps).map(([event, step]) => ({ state, event, step })),
  );
}
