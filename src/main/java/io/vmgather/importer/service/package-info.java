/**
 * The imports of all owners: their uploads, jobs and targets. Knows no HTTP.
 *
 * <p>May import: {@code common} and the importer's other packages but {@code web}.
 */
package io.vmgather.importer.service;
