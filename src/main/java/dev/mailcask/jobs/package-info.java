/// Long work: started by the clock (Quartz) or by hand, watched, cancelled, remembered. Start
/// reading at [Jobs].
@NullMarked
package dev.mailcask.jobs;

import org.jspecify.annotations.NullMarked;
