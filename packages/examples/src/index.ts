export { main as digits } from './digits.ts';
export { main as xor } from './xor.ts';
