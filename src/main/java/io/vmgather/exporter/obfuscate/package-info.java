/**
 * Tokens for originals: the dictionary, the rewriting of label sets, the leak gate.
 *
 * <p>May import: {@code common}.
 */
package io.vmgather.exporter.obfuscate;
