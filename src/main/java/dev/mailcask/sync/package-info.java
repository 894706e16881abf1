/// One backup run of one account: plan, a pure function, then apply. Start reading at [SyncPlan]
/// and [Backup].
@NullMarked
package dev.mailcask.sync;

import org.jspecify.annotations.NullMarked;
