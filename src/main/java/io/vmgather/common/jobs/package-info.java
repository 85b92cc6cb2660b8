/**
 * Jobs of many owners: their ids and the threads that work on them.
 *
 * <p>May import: {@code common}.
 */
package io.vmgather.common.jobs;
