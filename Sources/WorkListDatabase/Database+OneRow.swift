package import GRDB

extension Database {
    /// Changes one row of many in a savepoint of the transaction. If a constraint, a trigger or a value that this program
    /// cannot read prevents the change, only this change is undone and the transaction continues.
    ///
    /// - Returns: why the row refused; nil if the change was made.
    /// - Throws: errors that would also occur for the next row, such as a full disk.
    package func changeOneRow(_ body: () throws -> Void) throws -> (any Error)? {
        do {
            try inSavepoint {
                try body()
                return .commit
            }
            return nil
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            // The statement is omitted, because it may contain values.
            return WorkListError.unexpected(error.message ?? error.resultCode.description)
        } catch let error as DatabaseError {
            throw error
        } catch {
            return error
        }
    }
}
