/**
 * The exports of all owners: their sessions, jobs, folders and finished bundles. Knows no HTTP.
 *
 * <p>May import: {@code common} and the exporter's other packages but {@code web}.
 */
package io.vmgather.exporter.service;
