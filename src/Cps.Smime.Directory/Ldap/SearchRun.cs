namespace Cps.Smime.Directories;

/// <summary>One search on an open connection, page by page, until the server has given all or a limit of the options is reached.</summary>
internal sealed class SearchRun
{
    private readonly LdapConnection _connection;
    private readonly LdapSearch _search;
    private readonly LdapDirectoryOptions _options;
    private readonly List<LdifEntry> _entries = [];
    private readonly List<string> _referrals = [];
    private readonly List<string> _problems = [];
    private bool _isPartial;
    private bool _isPlain;

    public SearchRun(LdapConnection connection, LdapSearch search, LdapDirectoryOptions options)
    {
        _connection = connection;
        _search = search;
        _options = options;
    }

    public async Task<LdapSearchResult> RunAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> cookie = default;
        do
        {
            cookie = await RunPageAsync(cookie, cancellationToken).ConfigureAwait(false);
        }
        while (!cookie.IsEmpty);

        return new LdapSearchResult(_entries) { IsPartial = _isPartial, Referrals = _referrals, Problems = _problems };
    }

    /// <summary>Runs one page and returns the cookie of the next, or nothing when the search is over.</summary>
    private async Task<ReadOnlyMemory<byte>> RunPageAsync(ReadOnlyMemory<byte> cookie, CancellationToken cancellationToken)
    {
        SearchRequest request = _isPlain
            ? new SearchRequest(_search, SizeLimit: 0, TimeLimit: 0)
            : new SearchRequest(_search, _search.MaximumEntries, (int)Math.Ceiling(_options.TotalTimeout.TotalSeconds));
        bool isPaged = !_isPlain && _search.PageSize > 0 && _search.PageSize < _search.MaximumEntries;
        LdapControl? control = isPaged ? PagedResultsControl.Create(_search.PageSize, cookie) : null;
        int id = await _connection.SendAsync(request, control, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            LdapMessage message = await _connection.ReceiveAsync(id, cancellationToken).ConfigureAwait(false);
            if (message.Is(LdapTags.SearchResultDone))
            {
                LdapResult result = SearchResultDone.Read(message);
                if (IsTooMuchAsked(result))
                {
                    _isPlain = true;
                    return await RunPageAsync(default, cancellationToken).ConfigureAwait(false);
                }

                return Finish(result) && isPaged ? PagedResultsControl.ReadCookie(message.Controls) : default;
            }

            if (!Take(message))
            {
                _isPartial = true;
                await _connection.TellAsync(new AbandonRequest(id), cancellationToken).ConfigureAwait(false);
                return default;
            }
        }
    }

    /// <summary>Keeps an entry or a reference; false when a limit is reached.</summary>
    private bool Take(LdapMessage message)
    {
        if (message.Is(LdapTags.SearchResultEntry))
        {
            if (_entries.Count >= _search.MaximumEntries)
            {
                return false;
            }

            _entries.Add(SearchResultEntry.Read(message, _options.MaximumValues, _options.MaximumValueBytes, _problems));
        }
        else if (message.Is(LdapTags.SearchResultReference))
        {
            AddReferrals(SearchResultReference.Read(message));
        }
        else
        {
            throw LdapErrors.Answer(_options.ServerName, "the directory answers something else than it was asked");
        }

        if (_connection.BytesReceived <= _options.MaximumBytes)
        {
            return true;
        }

        DirectoryAttributes.Tell(_problems, $"the directory sent more than {_options.MaximumBytes} bytes, the rest was not read");
        return false;
    }

    // A server may refuse a request that names a larger page or limit than it allows, rather than give what it allows. It is asked once
    // more without pages and limits, and its own limit then ends the search as a partial one.
    private bool IsTooMuchAsked(LdapResult result) => result.Code == LdapResultCode.AdminLimitExceeded && _entries.Count == 0 && !_isPlain;

    /// <summary>Judges the end of a page; false when no other may follow.</summary>
    private bool Finish(LdapResult result)
    {
        bool isLimit = result.Code == LdapResultCode.SizeLimitExceeded
            || (result.Code is LdapResultCode.AdminLimitExceeded or LdapResultCode.TimeLimitExceeded && _entries.Count > 0);
        if (isLimit)
        {
            _isPartial = true;
            DirectoryAttributes.Tell(_problems, $"the directory stopped at a limit of its own or of the request: {result.Code}");
            return false;
        }

        if (result.Code == LdapResultCode.Referral)
        {
            AddReferrals(result.Referrals);
            return false;
        }

        _connection.Require(result, "search");
        return true;
    }

    private void AddReferrals(IEnumerable<string> urls)
    {
        _isPartial = true;
        foreach (string url in urls)
        {
            if (_referrals.Count < DirectoryAttributes.MaximumProblems)
            {
                _referrals.Add(url);
                DirectoryAttributes.Tell(_problems, $"a referral was not followed: {PlainText.Of(url)}");
            }
        }
    }
}
