/** Ids of what the reader has, or words in their place. */
export interface ExampleIds {
  readonly library: string;
  readonly image: string;
  readonly inversion: string;
  readonly color: string;
}

export const LANGUAGES = ['curl', 'javascript', 'python'] as const;
export type Language = (typeof LANGUAGES)[number];

export const EXAMPLES = ['tokens', 'compose', 'invert', 'status'] as const;
export type Example = (typeof EXAMPLES)[number];

interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const operation = (example: Example, ids: ExampleIds): Operation => {
  switch (example) {
    case 'tokens':
      return {
        query: `query ($library: ID!) {
  tokens(libraryId: $library, first: 20) {
    edges { node { id name attribute } }
    pageInfo { hasNextPage endCursor }
  }
}`,
        variables: { library: ids.library },
      };
    case 'compose':
      return {
        query: `mutation ($color: ID!) {
  composeImages(prompt: "a {color} bird", slots: [{ attribute: COLOR, tokenId: $color }], seeds: [1, 2]) {
    ... on Composition { id status }
    ... on Error { code message }
  }
}`,
        variables: { color: ids.color },
      };
    case 'invert':
      return {
        query: `mutation ($image: ID!, $library: ID!) {
  startInversion(imageId: $image, libraryId: $library, name: "from my program", steps: 10) {
    ... on Inversion { id status }
    ... on Error { code message }
  }
}`,
        variables: { image: ids.image, library: ids.library },
      };
    case 'status':
      return {
        query: `query ($run: ID!) {
  inversion(id: $run) {
    ... on Inversion { status done total error { message } }
    ... on Error { code message }
  }
}`,
        variables: { run: ids.inversion },
      };
  }
};

/** Code to be copied and run as it is. No text of it holds a quotation mark that its language would end a text at. */
export function codeOf(example: Example, language: Language, address: string, ids: ExampleIds): string {
  const { query, variables } = operation(example, ids);
  const given = JSON.stringify(variables);
  switch (language) {
    case 'curl':
      return `jq --null-input --arg query '${query}' --argjson variables '${given}' '{ $query, $variables }' |
  curl --silent ${address} --header "authorization: Bearer $FACET_API_KEY" --json @-`;
    case 'javascript':
      return `const query = \`${query.replaceAll('$', '\\$')}\`;
const response = await fetch('${address}', {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: \`Bearer \${process.env.FACET_API_KEY}\` },
  body: JSON.stringify({ query, variables: ${given} }),
});
console.log(JSON.stringify(await response.json()));`;
    case 'python':
      return `import json, os, urllib.request

query = """${query}"""
request = urllib.request.Request(
    "${address}",
    json.dumps({"query": query, "variables": ${given}}).encode(),
    {"content-type": "application/json", "authorization": f"Bearer {os.environ['FACET_API_KEY']}"},
)
print(urllib.request.urlopen(request).read().decode())`;
  }
}
