import { createClient, type Client } from 'graphql-ws';

const { FACET_URL = '', FACET_API_KEY = '' } = process.env;

export const endpoint = `${FACET_URL}/graphql`;
export const headers = { authorization: `Bearer ${FACET_API_KEY}` };

export const openSocket = (): Client =>
  createClient({ url: endpoint.replace('http', 'ws'), connectionParams: headers });
