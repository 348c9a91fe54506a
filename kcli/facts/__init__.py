"""Published evidence: the shares that a set of printed facts leaves possible, exactly."""
