/**
 * The command line. Comes in: words that a person typed. Goes out: a running service, or the command that the words name.
 */
package dev.sluice.cli;
