/**
 * Who sends a request, and what they may do.
 *
 * <p>May import: {@code common}, {@code common.vm}, {@code common.settings}, Jakarta EE.
 */
package io.vmgather.common.identity;
