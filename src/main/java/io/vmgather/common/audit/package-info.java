/**
 * What somebody did, written down for an auditor.
 *
 * <p>May import: {@code common}, {@code common.settings}, Jackson, SLF4J.
 */
package io.vmgather.common.audit;
