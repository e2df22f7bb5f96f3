/** A program that takes pictures, as the API has one. */
import { serveParsers, takePicture } from '../src/parser.ts';

export const pictureParsers = { takePicture };

serveParsers(pictureParsers);
