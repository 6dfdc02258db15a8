// Each test is several servers: two tests at once would be a third fault beside those that they try.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
