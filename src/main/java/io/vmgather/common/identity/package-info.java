/**
 * Who sends a request, and what they may do.
 *
 * <p>May import: {@code common}, {@code common.vm}, {@code common.settings}, Jakarta EE, SLF4J,
 * Nimbus JOSE + JWT.
 */
package io.vmgather.common.identity;
