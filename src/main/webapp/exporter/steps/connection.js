import { post } from '../ui/api.js';
import { mountConnection } from '../connection/form.js';
import { store } from '../store.js';

const WORDS = { last: 'Raw export', used: 'used for the export', place: 'Reads from' };

export function mount(root, ctx) {
  mountConnection(root, ctx, { store, words: WORDS, test: (connection, signal) => post('api/validate', { connection }, signal) });
}
