package io.vmgather.importer.job;

/**
 * How far an import has come when a chunk and all before it were taken.
 *
 * @param offset inflated bytes, up to the end of a line of which nothing is left to send
 * @param chunks sent in this run
 * @param bytes sent in this run
 * @param samples the target has, those of earlier runs included
 */
record Position(long offset, long chunks, long bytes, long samples) {
  static final Position START = new Position(0, 0, 0, 0);
}
