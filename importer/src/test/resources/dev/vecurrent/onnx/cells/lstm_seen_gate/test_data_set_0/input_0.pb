BxJ<NT?η	³=Y?²fΖΏGΫΏzED?αUkΎ
UΝΏ¨NVΎBκ=©EHΏNMj>P_>ÿ$@σό?