/**
 * In: a folder of YAML files that defines products, clients and templates. Out: a {@link dev.sluice.catalog.Catalog} of
 * validated records with its warnings, or every problem of the folder at once, each with file, line and column.
 */
package dev.sluice.catalog;
