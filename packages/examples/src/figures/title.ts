import { styleText } from 'node:util';

export const title = (text: string): string => styleText('bold', text);
