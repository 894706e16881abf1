/// The journal as tables: folders and messages as of any time. A cache; delete it and it comes
/// back.
///
/// Owns JDBC (SQLite), the SQL dialect and the migrations. Follows the journals by their positions
/// and never writes anything that is not in them. Start reading at [Catalog].
@NullMarked
package dev.mailcask.catalog;

import org.jspecify.annotations.NullMarked;
