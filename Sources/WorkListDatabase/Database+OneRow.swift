package import GRDB

extension Database {
    /// Runs a change of one row among many in a savepoint of the transaction. If the row refuses it, by a constraint, a
    /// trigger or a value that this program cannot read, this change is undone and the transaction goes on.
    ///
    /// - Returns: why the row refused; nil if the change was made.
    /// - Throws: errors that the next row would meet too, for instance of a full disk.
    package func changeOneRow(_ body: () throws -> Void) throws -> (any Error)? {
        do {
            try inSavepoint {
                try body()
                return .commit
            }
            return nil
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            // Without the statement, which may hold values.
            return WorkListError.unexpected(error.message ?? error.resultCode.description)
        } catch let error as DatabaseError {
            throw error
        } catch {
            return error
        }
    }
}
