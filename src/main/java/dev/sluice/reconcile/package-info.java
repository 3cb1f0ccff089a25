/**
 * The pass, {@link dev.sluice.reconcile.ReconcilePass}. Comes in: what the ledger says is owed, what Batch says is alive, what clients
 * uploaded. Goes out: runs that went quiet, and inputs that nobody announced, on the same two roads as all others.
 */
package dev.sluice.reconcile;
